import { z } from "zod";
import { invalidRequest } from "@/lib/simulator/refusal";

/**
 * What the simulator reads of the bodies. The catalogue's schema has been checked before; these shapes
 * give the same fields their types, and leave the rest to be ignored.
 */

const count = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,4}$/)
      .transform(Number),
  ])
  .pipe(z.int().min(1).max(1000));

/** A text that is kept as it came. Long ones are refused, as any database would. */
const text = z.string().max(2000);
/** A text that is looked up by; an index holds no longer ones. */
const key = z.string().max(500);
const record = z.record(z.string(), z.unknown());

const combiDetail = z.looseObject({ product_id: text, product_availability_id: text.optional() });
const option = z.looseObject({ option_id: text });

const bookingRequest = z.looseObject({
  booking_external_reference: text.optional(),
  booking_travel_date: text.optional(),
  booking_language: text.default("en"),
  product_id: text,
  product_availability_id: text.optional(),
  product_pickup_point_id: text.optional(),
  product_options: z.array(option).max(50).default([]),
  product_combi_details: z.array(combiDetail).max(20).default([]),
  product_type_details: z
    .array(z.looseObject({ product_type_id: text, product_type_count: count }))
    .min(1)
    .max(50),
});

const reservationItem = bookingRequest.extend({ booking_reservation_reference: text.optional() });

const contact = z.looseObject({
  contact_uid: key.optional(),
  contact_type: text.optional(),
  contact_name_first: text.optional(),
  contact_name_last: text.optional(),
  contact_email: text.optional(),
});

const reservationRequest = z.object({
  data: z.object({
    reservation: z.object({
      reservation_distributor_id: text,
      reservation_partner_id: text.optional(),
      reservation_external_reference: key,
      reservation_details: z.array(reservationItem).min(1).max(50),
      reservation_custom_fields: z.array(record).optional(),
    }),
  }),
});

const directBooking = bookingRequest.extend({
  booking_option_type: z.literal("DIRECT_BOOKING"),
  booking_reference: text.optional(),
  booking_version: z.int().optional(),
});
const confirmBooking = z.object({ booking_option_type: z.literal("CONFIRM_RESERVATION"), reservation_reference: key });

const orderRequest = z.object({
  data: z.object({
    order: z.looseObject({
      order_distributor_id: text,
      order_partner_id: text.optional(),
      order_external_reference: key,
      order_language: text,
      order_settlement_type: text.optional(),
      order_version: z.int().optional(),
      order_contacts: z.array(contact).max(100).optional(),
      order_options: record.optional(),
      order_custom_fields: z.array(record).optional(),
      order_notes: z.array(record).optional(),
      order_flags: z.array(record).optional(),
      order_activity_url: text.optional(),
      order_customer_url: text.optional(),
      order_pricing: z.looseObject({ price_total: text.optional() }).optional(),
      order_bookings: z.array(z.discriminatedUnion("booking_option_type", [directBooking, confirmBooking])).max(50),
    }),
  }),
});

const contactRequest = z.object({ data: z.object({ contact: z.looseObject({}) }) });
const webhookRequest = z.object({
  data: z.object({
    webhook: z.looseObject({ webhook_events: z.array(text).min(1), webhook_url: text.optional(), webhook_auth: text.optional() }),
  }),
});
const spots = z.int().min(0).max(100_000);
const availability = z.looseObject({
  availability_active: z.boolean().optional(),
  availability_label: z.string().max(500).optional(),
  availability_party_size: z.int().min(1).max(10_000).optional(),
  availability_spots: z.looseObject({ availability_spots_total: spots.optional(), availability_spots_open: spots.optional() }).optional(),
  availability_pricing: z
    .array(
      z.looseObject({
        product_type_id: key,
        availability_pricing_variation_amount: z.string().regex(/^-?\d{1,7}\.\d\d$/, "must be an amount, such as -2.50"),
      }),
    )
    .max(50)
    .optional(),
});
const availabilityRequest = z.object({ data: z.object({ availability }) });
const availabilityBatchRequest = z.object({
  data: z.object({ availability: z.array(availability.extend({ availability_id: key })).min(1) }),
});
const sampleRequest = z.object({
  data: z
    .looseObject({
      notification: z
        .looseObject({ notification_event: key.optional(), notification_item_id: key.optional(), webhook_id: key.optional() })
        .default({}),
    })
    .default({ notification: {} }),
});
const paymentRequest = z.object({
  data: z
    .object({
      payment_request: z.looseObject({ payment_object_type: text.optional(), payment_external_reference: text.optional() }).default({}),
    })
    .default({ payment_request: {} }),
});

export type BookingRequest = z.infer<typeof bookingRequest>;
export type ReservationItemRequest = z.infer<typeof reservationItem>;
export type DirectBookingRequest = z.infer<typeof directBooking>;
export type AvailabilityRequest = z.infer<typeof availabilityBatchRequest>["data"]["availability"][number];
export type OrderRequest = z.infer<typeof orderRequest>["data"]["order"];

/** @throws Refusal 400 that names each field by its JSON pointer */
function reader<T>(schema: z.ZodType<T>): (body: unknown) => T {
  return (body) => {
    const parsed = schema.safeParse(body ?? {});
    if (parsed.success) return parsed.data;
    throw invalidRequest(parsed.error.issues.map(({ path, message }) => `/${path.map(String).join("/")} ${message}`));
  };
}

export const readReservation = reader(reservationRequest);
export const readOrder = reader(orderRequest);
export const readContact = reader(contactRequest);
export const readWebhook = reader(webhookRequest);
export const readAvailability = reader(availabilityRequest);
export const readAvailabilityBatch = reader(availabilityBatchRequest);
export const readSample = reader(sampleRequest);
export const readPayment = reader(paymentRequest);
