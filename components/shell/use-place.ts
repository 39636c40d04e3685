"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { PLACE_COOKIE, placeCookieValue, readPlace, withPlace, type Place } from "./environment";
import { readCookie, subscribeToCookies, writeCookie } from "./cookies";

/** The place, and how to go to another. `initialCookie` is the cookie as the server saw it. */
export function usePlace(initialCookie?: string): { place: Place; choose: (place: Place) => void } {
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const cookie = useSyncExternalStore(
    subscribeToCookies,
    () => readCookie(PLACE_COOKIE),
    () => initialCookie,
  );
  const place = readPlace({ env: search.get("env") ?? undefined, v: search.get("v") ?? undefined }, cookie);
  const value = placeCookieValue(place);

  // A link that names a place makes it the remembered one.
  useEffect(() => {
    if (readCookie(PLACE_COOKIE) !== value) writeCookie(PLACE_COOKIE, value);
  }, [value]);

  return {
    place,
    choose: (next) => {
      writeCookie(PLACE_COOKIE, placeCookieValue(next));
      router.push(withPlace(`${pathname}?${search.toString()}`, next));
    },
  };
}
