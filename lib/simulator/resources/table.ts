import type { Resource } from "@/lib/simulator/call";
import { availability, productAvailability } from "@/lib/simulator/resources/availability";
import { removeAvailability, updateAvailability, updateAvailabilityBatch } from "@/lib/simulator/resources/availability-writes";
import { getContact, listContacts, updateContact } from "@/lib/simulator/resources/contacts";
import { getCredit } from "@/lib/simulator/resources/financials";
import { addNotification, listNotifications } from "@/lib/simulator/resources/notifications";
import { cancelOrder, createOrder, getOrder, listOrders, updateOrder } from "@/lib/simulator/resources/orders";
import { addPayment, addPaymentDetails, cancelPayment, getPaymentConfig, listPayments } from "@/lib/simulator/resources/payments";
import { getProduct, listProducts } from "@/lib/simulator/resources/products";
import {
  listCategories,
  listCurrencyRates,
  listDestinations,
  listLocations,
  listRoutes,
  listTaxes,
} from "@/lib/simulator/resources/reference";
import {
  addPromocode,
  cancelReservation,
  createReservation,
  getReservation,
  removePromocode,
  updateReservation,
} from "@/lib/simulator/resources/reservations";
import { listStock, updateStock } from "@/lib/simulator/resources/stock";
import { docs, ping, status } from "@/lib/simulator/resources/system";
import { getVoucher } from "@/lib/simulator/resources/vouchers";
import { addWebhook, listWebhooks, removeWebhook } from "@/lib/simulator/resources/webhooks";

/** Who answers which operation of the catalogue. One that is not here is answered 501: never a fake success. */
export const RESOURCES: Readonly<Record<string, Resource>> = {
  getSystemPing: ping,
  getSystemStatus: status,
  getSystemSpecification: docs,
  getProducts: listProducts,
  getProduct,
  getProductAvailability: productAvailability,
  getAvailability: availability,
  updateAvailabilityBatch,
  removeAvailability,
  updateAvailability,
  getProductCategories: listCategories,
  getProductDestinations: listDestinations,
  getProductLocations: listLocations,
  getProductRoutes: listRoutes,
  getProductTaxes: listTaxes,
  getCurrencyRates: listCurrencyRates,
  createReservation,
  getReservation,
  updateReservation,
  cancelReservation,
  addPromocode,
  removePromocode,
  getOrders: listOrders,
  createOrder,
  getOrder,
  updateOrder,
  cancelOrder,
  getVoucher,
  getPayments: listPayments,
  addPayment,
  cancelPayment,
  addPaymentDetails,
  getPaymentConfig,
  getProductStock: listStock,
  updateProductStock: updateStock,
  getWebhooks: listWebhooks,
  addWebhook,
  removeWebhook,
  getNotifications: listNotifications,
  addNotification,
  getContacts: listContacts,
  getContact,
  updateContact,
  getCredit,
};
