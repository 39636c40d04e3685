import type { Metadata } from "next";
import { InstallationProducts } from "@/components/simulator/installation-products";
import { PageHeader } from "@/components/ui/page-header";
import { requireOperator } from "@/lib/auth/gate";
import { listProducts } from "@/lib/operator/products/service";

export const metadata: Metadata = { title: "Test products" };

export default async function ProductsPage() {
  const products = await listProducts(await requireOperator("/operator/products"));
  return (
    <>
      <PageHeader
        title="Test products"
        description="The simulator's products of the certification, as every workspace has them. A workspace that changed one for itself keeps its own, and no webhook tells of a change that is made here."
      />
      <InstallationProducts products={products} />
    </>
  );
}
