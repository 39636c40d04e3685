import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { MethodBadge } from "@/components/ui/method-badge";
import { operationIndex } from "@/lib/catalog/operation-index";
import type { CollectionList } from "@/lib/collections/schema";
import { callApi } from "@/lib/http/client";
import { withPlace } from "./environment";

interface SavedRequestsProps {
  slug: string;
  className: string;
  itemClassName: string;
  onOpen: (path: string) => void;
}

/** Saved requests of the workspace, to be opened in the playground. They come while the palette is already in use. */
export function SavedRequests({ slug, className, itemClassName, onOpen }: SavedRequestsProps) {
  const { data } = useQuery<CollectionList>({
    queryKey: ["collections", slug],
    queryFn: async ({ signal }) => {
      const { collectionList } = await import("@/lib/collections/schema");
      return callApi({ method: "GET", path: `/bff/workspaces/${slug}/collections`, answer: collectionList, signal });
    },
  });
  const saved = data?.collections.flatMap((collection) => collection.requests.map((request) => ({ ...request, collection: collection.name }))) ?? [];
  if (saved.length === 0) return null;
  return (
    <Command.Group heading="Saved requests" className={className}>
      {saved.map(({ id, name, collection, operationId, environment, apiVersion }) => (
        <Command.Item
          key={id}
          value={`saved ${name} ${collection} ${id}`}
          className={itemClassName}
          onSelect={() => onOpen(withPlace(`/${slug}/playground?operation=${operationId}&saved=${id}`, { environment, version: apiVersion }))}
        >
          <MethodBadge method={operationIndex().find((operation) => operation.id === operationId)?.method ?? "GET"} />
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="hidden truncate text-xs text-muted sm:inline">{collection}</span>
          <EnvironmentBadge environment={environment} />
        </Command.Item>
      ))}
    </Command.Group>
  );
}
