import { z } from "zod";
import placesFile from "@/lib/simulator/data/places.json";
import referenceFile from "@/lib/simulator/data/reference.json";
import templatesFile from "@/lib/simulator/data/templates.json";
import testProductsFile from "@/lib/simulator/data/test-products.json";

/** What the data files say, checked once when the process loads them. */

const texts = z.record(z.string(), z.string());
const clockTime = z.string().regex(/^\d\d:\d\d$/);
const amount = z.string().regex(/^\d+\.\d\d$/);

const place = z.strictObject({
  id: z.string(),
  city: z.string(),
  country: z.string().length(2),
  zone: z.string(),
  currency: z.string().length(3),
  tax: amount,
  venue: z.string(),
  street: z.string(),
  postcode: z.string(),
  latitude: z.string(),
  longitude: z.string(),
  supplier: z.string(),
});

/** When one can get in. Which of the optional fields are set depends on `admission`. */
const timing = {
  admission: z.enum(["TIME_OPEN", "TIME_DATE", "TIME_PERIOD", "TIME_POINT", "TIME_SLOT"]),
  durationMinutes: z.int().positive(),
  /** Start times, for TIME_POINT. */
  times: z.array(clockTime).optional(),
  /** From and to, for TIME_PERIOD. */
  periods: z.array(z.tuple([clockTime, clockTime])).optional(),
  /** First entry and closing, for TIME_SLOT. */
  opening: z.tuple([clockTime, clockTime]).optional(),
  slotMinutes: z.int().positive().optional(),
  /** Places in each slot; absent for TIME_OPEN. */
  capacity: z.int().positive().optional(),
  /** The most people that one booking may bring into a slot. */
  partySize: z.int().positive().optional(),
};

const ticketType = z.strictObject({
  type: z.string(),
  label: z.string().optional(),
  price: amount,
  ageFrom: z.int().optional(),
  ageTo: z.int().optional(),
  min: z.int().optional(),
  max: z.int().optional(),
  /** People on one ticket, for groups. */
  pax: z.int().optional(),
});

const season = z.strictObject({
  label: z.string(),
  from: z.string().regex(/^\d\d-\d\d$/),
  to: z.string().regex(/^\d\d-\d\d$/),
  percent: z.int(),
});

const question = z.strictObject({
  id: z.string(),
  label: z.string(),
  type: z.enum(["SHORT_ANSWER", "DROPDOWN", "BOOLEAN", "NUMBER"]),
  mandatory: z.boolean(),
  values: z.array(z.string()).optional(),
});

const product = z.strictObject({
  id: z.string(),
  /** What the certification case of that id is about, in our words. */
  case: z.string().optional(),
  caseKnown: z.boolean().optional(),
  place: z.string(),
  categories: z.array(z.string()),
  title: texts,
  ...timing,
  types: z.array(ticketType).min(1),
  status: z.string().optional(),
  thirdParty: z.boolean().optional(),
  /** For third-party products the admission type of availability may differ from the product's (facts §6.3). */
  availabilityAdmission: timing.admission.optional(),
  seasons: z.array(season).optional(),
  dailyPricing: z.boolean().optional(),
  quantity: z.strictObject({ min: z.int(), max: z.int() }).optional(),
  pickups: z.array(z.string()).optional(),
  cancellation: z.strictObject({ allowed: z.boolean(), thresholdMinutes: z.int().optional(), feePercent: z.int().optional() }).optional(),
  /** Ids of the products of a package. */
  combi: z.array(z.string()).optional(),
  questions: z.array(question).optional(),
  /** Id of a capacity that all products naming it share; they have the same times and number of places. */
  sharedCapacity: z.string().optional(),
  subOnly: z.boolean().optional(),
});

const template = z.strictObject({
  title: texts,
  categories: z.array(z.string()),
  ...timing,
  price: z.int(),
  types: z.array(z.string()),
  dailyPricing: z.boolean().optional(),
});

const reference = z.strictObject({
  version: z.string(),
  categories: z.array(z.strictObject({ id: z.string(), type: z.string(), names: texts })),
  ratesPerEuro: z.record(z.string(), z.number()),
  routes: z.array(z.strictObject({ id: z.string(), place: z.string(), name: z.string(), color: z.string(), stops: z.array(z.string()) })),
});

export type Place = z.infer<typeof place>;
export type ProductSeed = z.infer<typeof product>;
export type TicketTypeSeed = z.infer<typeof ticketType>;
export type Template = z.infer<typeof template>;

/** A test product as the data file writes it down. */
export const productSeed = product;

export const PLACES: readonly Place[] = z.array(place).parse(placesFile.places);
export const TEST_PRODUCTS: readonly ProductSeed[] = z.array(product).parse(testProductsFile.products);
export const TEMPLATES: readonly Template[] = z.array(template).parse(templatesFile.templates);
export const REFERENCE = reference.parse(referenceFile);

/** When the data files last changed; what `If-Modified-Since` is compared with. */
export const DATA_CHANGED = new Date(
  `${[placesFile, testProductsFile, templatesFile, REFERENCE]
    .map(({ version }) => version)
    .sort()
    .at(-1)}T00:00:00Z`,
);
