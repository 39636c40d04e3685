import { expect } from "vitest";
import { contractProblems } from "@/lib/simulator/testing/contract";
import type { Answer, TestSimulator } from "@/lib/simulator/testing/simulator";

/** Words for tests that book: bodies, and the parts of the answers that they look at. */

export interface Doc {
  [name: string]: unknown;
}
export interface Reservation {
  reservation_reference: string;
  reservation_valid_until: string;
  reservation_pricing: { price_total: string };
  reservation_details: { booking_reservation_reference: string; booking_status: string; product_id: string }[];
}
export interface Order {
  order_reference: string;
  order_status: string;
  order_version: number;
  order_pricing: { price_total: string };
  order_contacts: Doc[];
  order_bookings: {
    booking_reference: string;
    booking_status: string;
    product_type_details: { product_type_code?: string; product_type_transaction_id: string }[];
  }[];
}

export const TOWER_SLOT = "76038-20261101-1200";
export const tower = (count = 2, slot = TOWER_SLOT) => ({
  product_id: "76038",
  product_availability_id: slot,
  product_type_details: [{ product_type_id: "7603811", product_type_count: count }],
});
export const freesale = { product_id: "62519", product_type_details: [{ product_type_id: "6251911", product_type_count: 2 }] };
export const supplierTour = {
  product_id: "62564",
  product_availability_id: "62564-20261101-1200",
  product_type_details: [{ product_type_id: "6256411", product_type_count: 1 }],
};

export function cart(...details: Doc[]): object {
  return {
    data: { reservation: { reservation_distributor_id: "501", reservation_external_reference: "cart-1", reservation_details: details } },
  };
}

export function order(bookings: Doc[], extras: Doc = {}): object {
  return {
    data: {
      order: {
        order_distributor_id: "501",
        order_external_reference: "order-1",
        order_language: "en",
        order_contacts: [{ contact_name_first: "Ada", contact_email: "ada@example.com" }],
        order_bookings: bookings,
        ...extras,
      },
    },
  };
}

export const direct = (booking: Doc): Doc => ({ booking_option_type: "DIRECT_BOOKING", ...booking });

export const reservationIn = (answer: Answer) => (answer.body as { data: { reservation: Reservation } }).data.reservation;
export const orderIn = (answer: Answer) => (answer.body as { data: { order: Order } }).data.order;

export interface BookingWords {
  reserve(...details: Doc[]): Promise<Reservation>;
  place(bookings: Doc[], extras?: Doc): Promise<Order>;
  /** Places left in a slot of the lookout tower on 1 November 2026. */
  openSpots(slot?: string): Promise<number>;
}

/** The three things that every booking test does. */
export function bookingWords(simulator: TestSimulator): BookingWords {
  async function reserve(...details: Doc[]): Promise<Reservation> {
    const answer = await simulator.authorized("POST", "/reservations", cart(...details));
    expect([answer.status, contractProblems("createReservation", 201, answer.body)]).toEqual([201, []]);
    return reservationIn(answer);
  }

  async function place(bookings: Doc[], extras: Doc = {}): Promise<Order> {
    const answer = await simulator.authorized("POST", "/orders", order(bookings, extras));
    expect([answer.status, contractProblems("createOrder", 201, answer.body)]).toEqual([201, []]);
    return orderIn(answer);
  }

  async function openSpots(slot = TOWER_SLOT): Promise<number> {
    const answer = await simulator.authorized("GET", "/products/76038/availability?from_date=2026-11-01&to_date=2026-11-01");
    const { items } = (
      answer.body as { data: { items: { availability_id: string; availability_spots: { availability_spots_open: number } }[] } }
    ).data;
    return items.find((item) => item.availability_id === slot)?.availability_spots.availability_spots_open ?? -1;
  }

  return { reserve, place, openSpots };
}
