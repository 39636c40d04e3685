"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { callApi } from "@/lib/http/client";
import { changeProduct } from "@/lib/operator/products/schema";
import type { TestProduct } from "@/lib/worlds/schema";
import type { ProductEditing } from "./product-dialog";
import { ProductList } from "./product-list";

/** The test products of all worlds, for the operators of the installation. */
export function InstallationProducts({ products }: { products: readonly TestProduct[] }) {
  return <ProductList products={products} may useEditing={useInstallationEditing} />;
}

interface Change {
  method: "PUT" | "DELETE";
  id: string;
  body?: unknown;
}

function useInstallationEditing(): ProductEditing {
  const router = useRouter();
  const change = useMutation({
    mutationFn: ({ method, id, body }: Change) => callApi({ method, path: `/bff/operator/products/${id}`, body, answer: changeProduct.answer }),
    onSuccess: () => router.refresh(),
  });
  return {
    whom: "every workspace",
    save: (id, body, whenDone) => change.mutate({ method: "PUT", id, body }, { onSuccess: whenDone }),
    restore: (id, whenDone) => change.mutate({ method: "DELETE", id }, { onSuccess: whenDone }),
    isPending: change.isPending,
    error: change.error,
  };
}
