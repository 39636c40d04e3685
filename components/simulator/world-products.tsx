import type { TestProduct } from "@/lib/worlds/schema";
import type { ProductEditing } from "./product-dialog";
import { ProductList } from "./product-list";
import { useWorldChange } from "./queries";

/** The test products of one world. */
export function WorldProducts({ slug, products, may }: { slug: string; products: readonly TestProduct[]; may: boolean }) {
  const useEditing = (): ProductEditing => {
    const change = useWorldChange(slug);
    return {
      whom: "this world",
      save: (id, body, whenDone) => change.mutate({ method: "PUT", path: `/products/${id}`, body }, { onSuccess: whenDone }),
      restore: (id, whenDone) => change.mutate({ method: "DELETE", path: `/products/${id}` }, { onSuccess: whenDone }),
      isPending: change.isPending,
      error: change.error,
    };
  };
  return (
    <div className="pt-4">
      <p className="mb-3 max-w-prose text-sm text-muted">
        The products of the certification, by their published ids. Change one for this world only: reads and bookings use it at once, and the seed can always be put back.
      </p>
      <ProductList products={products} may={may} useEditing={useEditing} />
    </div>
  );
}
