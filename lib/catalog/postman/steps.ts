/** The run of the exported collection: which operation after which, and what each leaves for the next. */

export interface Step {
  operation: string;
  /** The name of the body example; the first one when it is left out. */
  example?: string;
  /** Query parameters that are switched on, with their values; the documented rest is there, switched off. */
  query?: Readonly<Record<string, string>>;
  /** Variables that the answer sets, each with an expression over `body`. */
  saves?: Readonly<Record<string, string>>;
  /** Values of path parameters that are not those of the rest of the run. */
  path?: Readonly<Record<string, string>>;
  /** The one status that it has to answer with, where the documents know several good ones. */
  status?: number;
}

export interface Phase {
  name: string;
  description: string;
  steps: readonly Step[];
}

const ONE_DAY = { from_date: "{{travel_date}}", to_date: "{{travel_date}}" };
const ORDER = { order_reference: "{{order_reference}}" };

/** Every operation of the catalogue once: a booking from the product to its cancellation, with the rest beside it. */
export const PHASES: readonly Phase[] = [
  {
    name: "Authentication",
    description: "Run this first: it fills access_token, which every other request sends.",
    steps: [{ operation: "getToken", saves: { access_token: "body.access_token" } }],
  },
  {
    name: "System",
    description: "Is the API there?",
    steps: [{ operation: "getSystemPing" }, { operation: "getSystemStatus" }, { operation: "getSystemSpecification" }],
  },
  {
    name: "Products",
    description: "What is sold. product_id is the product that the rest of the run books.",
    steps: [
      { operation: "getProducts", query: { items_per_page: "50" } },
      {
        operation: "getProduct",
        saves: { product_type_id: "body.data.product.product_type_seasons[0].product_type_season_details[0].product_type_id" },
      },
      { operation: "getProductCategories" },
      { operation: "getProductDestinations" },
      { operation: "getProductLocations" },
      { operation: "getProductRoutes" },
      { operation: "getProductTaxes" },
      { operation: "getCurrencyRates" },
      { operation: "getProductStock", saves: { stock_id: "body.data.items[0].stock_id" } },
      { operation: "updateProductStock" },
    ],
  },
  {
    name: "Availability",
    description:
      "When there is room. The first slot with room is booked; the second one is taken out of sale and put back. Writing is for suppliers, and no document describes its bodies.",
    steps: [
      { operation: "getAvailability", query: { ...ONE_DAY, product_id: "{{product_id}}" } },
      {
        operation: "getProductAvailability",
        query: { ...ONE_DAY, spots_open_min: "4" },
        saves: { availability_id: "body.data.items[0].availability_id", spare_availability_id: "body.data.items[1].availability_id" },
      },
      { operation: "updateAvailabilityBatch" },
      { operation: "removeAvailability", query: { availability_id: "{{spare_availability_id}}" } },
      { operation: "updateAvailability", path: { availability_id: "{{spare_availability_id}}" } },
    ],
  },
  {
    name: "Reservation",
    description: "A cart: made, read, added to, discounted, and one item taken out again.",
    steps: [
      { operation: "createReservation", example: "slot", saves: { reservation_reference: "body.data.reservation.reservation_reference" } },
      { operation: "getReservation" },
      {
        operation: "updateReservation",
        example: "add",
        saves: { booking_reservation_reference: "body.data.reservation.reservation_details.at(-1).booking_reservation_reference" },
      },
      { operation: "addPromocode" },
      { operation: "removePromocode" },
      { operation: "cancelReservation", query: { booking_reservation_reference: "{{booking_reservation_reference}}" } },
    ],
  },
  {
    name: "Order",
    description: "The cart becomes an order; the order is read, shown as a voucher and amended.",
    steps: [
      {
        operation: "createOrder",
        example: "confirm",
        // A repeat of the same order would be 200.
        status: 201,
        saves: {
          order_reference: "body.data.order.order_reference",
          booking_reference: "body.data.order.order_bookings[0].booking_reference",
        },
      },
      { operation: "getOrders", query: ORDER },
      { operation: "getOrder" },
      { operation: "getVoucher" },
      { operation: "updateOrder" },
    ],
  },
  {
    name: "Payments",
    description: "Only for settlement through the platform.",
    steps: [
      { operation: "getPaymentConfig", query: ORDER },
      { operation: "addPayment", query: ORDER, saves: { payment_id: "body.data.payment.payment_id" } },
      { operation: "addPaymentDetails" },
      { operation: "getPayments", query: ORDER },
      { operation: "cancelPayment", query: ORDER },
    ],
  },
  {
    name: "Contacts",
    description: "Guests who come back.",
    steps: [
      { operation: "getContacts", saves: { contact_uid: "body.data.items[0].contact_uid" } },
      { operation: "getContact" },
      { operation: "updateContact" },
    ],
  },
  {
    name: "Notifications",
    description: "Change the address in the first request to one of yours before you run it against anything but a simulator.",
    steps: [
      { operation: "addWebhook", saves: { webhook_id: "body.data.webhook.webhook_id" } },
      { operation: "getWebhooks" },
      { operation: "addNotification" },
      { operation: "getNotifications" },
      { operation: "removeWebhook" },
    ],
  },
  { name: "Financials", description: "Credit.", steps: [{ operation: "getCredit" }] },
  {
    name: "Cancellation",
    description: "The order is cancelled, so that a run leaves nothing behind.",
    steps: [{ operation: "cancelOrder" }],
  },
];
