import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { callApi } from "@/lib/http/client";
import { listDeliveries, readDelivery, repeatDelivery, type DeliveryList } from "@/lib/worlds/deliveries/schema";

const REFRESH_MS = 3_000;
const keyOf = (slug: string) => ["workspaces", slug, "simulator", "deliveries"];
const pathOf = (slug: string) => `/bff/workspaces/${slug}/simulator/deliveries`;

/** The list, read again every few seconds: deliveries come from outside. */
export function useDeliveries(slug: string, initial: DeliveryList) {
  return useQuery({
    queryKey: keyOf(slug),
    queryFn: ({ signal }) => callApi({ method: "GET", path: pathOf(slug), answer: listDeliveries.answer, signal }),
    initialData: initial,
    refetchInterval: REFRESH_MS,
  });
}

export function useDelivery(slug: string, id: string) {
  return useQuery({
    queryKey: [...keyOf(slug), id],
    queryFn: ({ signal }) => callApi({ method: "GET", path: `${pathOf(slug)}/${id}`, answer: readDelivery.answer, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useRepeat(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi({ method: "POST", path: `${pathOf(slug)}/${id}/repeat`, answer: repeatDelivery.answer }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(slug) }),
  });
}
