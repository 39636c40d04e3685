import { cart, direct, freesale, order, tower, TOWER_SLOT, type BookingWords, type Doc } from "@/lib/simulator/testing/booking";
import type { TestSimulator } from "@/lib/simulator/testing/simulator";

/** What is sent to make one documented status happen. The method is the operation's unless it says another. */
export interface Sent {
  path: string;
  method?: string;
  body?: object;
  headers?: Record<string, string>;
}

type Ask = () => Sent | Promise<Sent>;

/** How an operation is asked for its good answer, and for the refusals that depend on what it does. */
export interface DocumentedRequest {
  good: Ask;
  /** Only where one and the same operation has a second good answer. */
  again?: Ask;
  notFound?: Ask;
  impossible?: Ask;
}

const NOBODY = "00000000-0000-4000-8000-000000000000";
const PAGE_OUT_OF_RANGE = "page=999999999999999";
const SLOT = "from_date=2026-11-01&to_date=2026-11-02";

const contacts = { contact_type: "BOOKER", contact_name_first: "Grace", contact_email: "grace@example.com" };
const webhook = { data: { webhook: { webhook_events: ["ORDER_CREATE"], webhook_url: "https://hooks.example.com/prio" } } };
const manual = { data: { payment_request: { payment_object_type: "MANUAL" } } };

/** One entry for each operation of the document, by its id. The test of the contract fails for one that is missing. */
export function documentedRequests(simulator: TestSimulator, words: BookingWords): Readonly<Record<string, DocumentedRequest>> {
  let orders = 0;
  const newOrder = (bookings: Doc[]) => order(bookings, { order_external_reference: `contract-${(orders += 1)}` });
  const orderReference = async () =>
    (await words.place([direct(freesale)], { order_external_reference: `contract-${(orders += 1)}` })).order_reference;
  const cancelled = async () => {
    const reference = await orderReference();
    await simulator.authorized("DELETE", `/orders/${reference}`);
    return reference;
  };
  const reservation = async () => (await words.reserve(freesale)).reservation_reference;
  const pay = async (reference: string) => simulator.authorized("POST", `/payments?order_reference=${reference}`, manual);
  const paid = async () => {
    const reference = await orderReference();
    return { reference, payment: idIn(await pay(reference), "payment", "payment_id") };
  };
  const contact = async () => {
    const made = await words.place([direct(freesale)], { order_external_reference: `contract-${(orders += 1)}` });
    return String(made.order_contacts[0]?.contact_uid);
  };
  const hook = async () => idIn(await simulator.authorized("POST", "/webhooks", webhook), "webhook", "webhook_id");

  const get = (path: string, impossible?: string, notFound?: string): DocumentedRequest => ({
    good: () => ({ path }),
    ...(impossible === undefined ? {} : { impossible: () => ({ path: impossible }) }),
    ...(notFound === undefined ? {} : { notFound: () => ({ path: notFound }) }),
  });
  const paged = (path: string): DocumentedRequest => get(path, `${path}?${PAGE_OUT_OF_RANGE}`);

  return {
    getToken: { good: () => ({ path: "/oauth2/token", body: { grant_type: "client_credentials" } }) },
    getSystemPing: get("/system/ping"),
    getSystemStatus: get("/system/status"),
    getSystemSpecification: get("/system/docs"),
    getProducts: paged("/products"),
    getProduct: get("/products/62521", undefined, "/products/1"),
    getProductAvailability: get(
      `/products/76038/availability?${SLOT}`,
      "/products/76038/availability?from_date=2026-11-01&to_date=2027-11-01",
      `/products/1/availability?${SLOT}`,
    ),
    getAvailability: get(`/availability?product_id=76038&${SLOT}`, `/availability?product_id=1&${SLOT}`),
    getProductCategories: get("/products/categories"),
    getProductDestinations: paged("/products/destinations"),
    getProductLocations: paged("/products/locations"),
    getProductRoutes: paged("/products/routes"),
    getProductTaxes: paged("/products/taxes"),
    getCurrencyRates: get(
      `/products/currency_rates?currency_date=${encodeURIComponent("2026-11-01T00:00:00+00:00")}`,
      `/products/currency_rates?currency_base=XXX&currency_date=${encodeURIComponent("2026-11-01T00:00:00+00:00")}`,
    ),
    getProductStock: get("/products/stock"),
    updateProductStock: {
      good: async () => ({ path: `/products/stock/${await stockId(simulator)}?stock_items_available=50` }),
      notFound: () => ({ path: "/products/stock/ST1?stock_items_available=50" }),
    },
    createReservation: {
      good: () => ({ path: "/reservations", body: cart(freesale) }),
      impossible: () => ({ path: "/reservations", body: cart(tower(1, "76038-20201101-1200")) }),
    },
    getReservation: {
      good: async () => ({ path: `/reservations/${await reservation()}` }),
      notFound: () => ({ path: "/reservations/12345678" }),
    },
    updateReservation: {
      good: async () => ({ path: `/reservations/${await reservation()}`, body: cart(freesale) }),
      notFound: () => ({ path: "/reservations/12345678", body: cart(freesale) }),
      impossible: async () => ({ path: `/reservations/${await reservation()}`, body: cart({ ...freesale, product_id: "1" }) }),
    },
    cancelReservation: {
      good: async () => ({ path: `/reservations/${await reservation()}` }),
      notFound: () => ({ path: "/reservations/12345678" }),
      impossible: async () => ({ path: `/reservations/${await reservation()}?booking_reservation_reference=12345678` }),
    },
    addPromocode: {
      good: async () => ({ path: `/reservations/${await reservation()}/promocode?promo_code=SIM10` }),
      notFound: () => ({ path: "/reservations/12345678/promocode?promo_code=SIM10" }),
      impossible: async () => ({ path: `/reservations/${await reservation()}/promocode?promo_code=SIMEXPIRED` }),
    },
    removePromocode: {
      good: async () => {
        const path = `/reservations/${await reservation()}/promocode`;
        await simulator.authorized("POST", `${path}?promo_code=SIM10`);
        return { path: `${path}/SIM10` };
      },
      notFound: () => ({ path: "/reservations/12345678/promocode/SIM10" }),
      impossible: async () => ({ path: `/reservations/${await reservation()}/promocode/SIM10` }),
    },
    getOrders: { ...paged("/orders"), good: async () => ({ path: `/orders?order_reference=${await orderReference()}` }) },
    createOrder: {
      good: () => ({ path: "/orders", body: newOrder([direct(freesale)]) }),
      again: async () => {
        const body = newOrder([direct(freesale)]);
        await simulator.authorized("POST", "/orders", body);
        return { path: "/orders", body };
      },
      impossible: () => ({ path: "/orders", body: newOrder([direct({ ...freesale, product_id: "1" })]) }),
    },
    getOrder: { good: async () => ({ path: `/orders/${await orderReference()}` }), notFound: () => ({ path: "/orders/12345678" }) },
    updateOrder: {
      good: async () => ({ path: `/orders/${await orderReference()}`, body: order([], { order_version: 2 }) }),
      notFound: () => ({ path: "/orders/12345678", body: order([], { order_version: 2 }) }),
      impossible: async () => ({ path: `/orders/${await orderReference()}`, body: order([], { order_version: 7 }) }),
    },
    cancelOrder: {
      good: async () => ({ path: `/orders/${await orderReference()}` }),
      notFound: () => ({ path: "/orders/12345678" }),
      impossible: async () => ({ path: `/orders/${await orderReference()}?booking_reference=12345678` }),
    },
    getVoucher: {
      good: async () => ({ path: `/orders/${await orderReference()}/voucher` }),
      again: async () => ({ path: `/orders/${await orderReference()}/voucher`, headers: { accept: "application/pdf" } }),
      notFound: () => ({ path: "/orders/12345678/voucher" }),
      impossible: async () => ({ path: `/orders/${await cancelled()}/voucher` }),
    },
    getPayments: { ...paged("/payments"), good: async () => ({ path: `/payments?order_reference=${(await paid()).reference}` }) },
    addPayment: {
      good: async () => ({ path: `/payments?order_reference=${await orderReference()}`, body: manual }),
      impossible: async () => ({ path: `/payments?order_reference=${(await paid()).reference}`, body: manual }),
    },
    cancelPayment: {
      good: async () => ({ path: `/payments?order_reference=${(await paid()).reference}&refund_amount=1.00` }),
      impossible: async () => ({ path: `/payments?order_reference=${(await paid()).reference}&refund_amount=99999.00` }),
    },
    addPaymentDetails: {
      good: async () => ({ path: `/payments/${(await paid()).payment}/details`, body: { data: { details: {} } } }),
      notFound: () => ({ path: `/payments/${NOBODY}/details`, body: { data: { details: {} } } }),
    },
    getPaymentConfig: {
      good: async () => ({ path: `/payments/config?payment_gateway_type=ADYEN&order_reference=${await orderReference()}` }),
      impossible: () => ({ path: "/payments/config?payment_gateway_type=ADYEN&order_reference=12345678" }),
    },
    getContacts: {
      ...paged("/contacts"),
      good: async () => {
        await contact();
        return { path: "/contacts" };
      },
    },
    getContact: { good: async () => ({ path: `/contacts/${await contact()}` }), notFound: () => ({ path: `/contacts/${NOBODY}` }) },
    updateContact: {
      good: async () => ({ path: `/contacts/${await contact()}`, body: { data: { contact: contacts } } }),
      notFound: () => ({ path: `/contacts/${NOBODY}`, body: { data: { contact: contacts } } }),
      impossible: async () => ({ path: `/contacts/${await contact()}?order_reference=12345678`, body: { data: { contact: contacts } } }),
    },
    getWebhooks: paged("/webhooks"),
    addWebhook: { good: () => ({ path: "/webhooks", body: webhook }) },
    updateAvailabilityBatch: {
      good: () => ({
        path: "/availability",
        body: { data: { availability: [{ availability_id: TOWER_SLOT, availability_label: "Busy" }] } },
      }),
      impossible: () => ({
        path: "/availability",
        body: { data: { availability: [{ availability_id: "1-1", availability_active: true }] } },
      }),
    },
    updateAvailability: {
      good: () => ({ path: `/availability/${TOWER_SLOT}`, body: { data: { availability: { availability_active: true } } } }),
      notFound: () => ({ path: "/availability/1-1", body: { data: { availability: { availability_active: true } } } }),
      impossible: () => ({ path: `/availability/${TOWER_SLOT}`, body: { data: { availability: {} } } }),
    },
    removeAvailability: {
      good: () => ({ path: "/availability?availability_id=76038-20261102-1200" }),
      impossible: () => ({ path: "/availability?availability_id=1-1" }),
    },
    getCredit: get("/financials/credit"),
    getNotifications: paged("/notifications"),
    addNotification: {
      good: async () => ({ path: "/notifications", body: { data: { notification: { webhook_id: await hook() } } } }),
      impossible: () => ({ path: "/notifications", body: { data: { notification: { webhook_id: NOBODY } } } }),
    },
    removeWebhook: { good: async () => ({ path: `/webhooks/${await hook()}` }), notFound: () => ({ path: `/webhooks/${NOBODY}` }) },
  };
}

function idIn(answer: { body: unknown }, kind: string, name: string): string {
  return String((answer.body as { data: Record<string, Doc> }).data[kind]?.[name]);
}

async function stockId(simulator: TestSimulator): Promise<string> {
  const answer = await simulator.authorized("GET", "/products/stock");
  return String((answer.body as { data: { items: Doc[] } }).data.items[0]?.stock_id);
}
