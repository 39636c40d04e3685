"use client";

import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Table } from "@/components/ui/table";
import type { TestProduct } from "@/lib/worlds/schema";
import { ProductDialog } from "./product-dialog";

/** The certification's test products, as this world has them. */
export function ProductList({ slug, products, may }: { slug: string; products: readonly TestProduct[]; may: boolean }) {
  const [search, setSearch] = useState("");
  const [openId, setOpenId] = useState<string>();
  const open = products.find(({ id }) => id === openId);
  const words = search.toLowerCase();
  const shown = products.filter(({ id, title, case: about }) => `${id} ${title} ${about}`.toLowerCase().includes(words));
  return (
    <div className="pt-4">
      <p className="mb-3 max-w-prose text-sm text-muted">
        The products of the certification, by their published ids. Change one for this world only: reads and bookings use it at once, and the seed can always be put back.
      </p>
      <Input type="search" aria-label="Search the test products" placeholder="62519, slot, combi …" value={search} onChange={(event) => setSearch(event.target.value)} className="mb-3 max-w-72" />
      <Table label="Test products">
        <thead>
          <tr>
            <th scope="col">Id</th>
            <th scope="col">Product</th>
            <th scope="col">What its case is about</th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((product) => (
            <tr key={product.id}>
              <td className="font-mono text-xs">{product.id}</td>
              <td className="min-w-40">
                {product.title} {product.changed ? <Badge tone="warn">changed here</Badge> : null}
              </td>
              <td className="min-w-48 text-muted">{product.case}</td>
              <td className="text-right">
                <Button size="sm" aria-label={`${may ? "Edit" : "Show"} product ${product.id}`} onClick={() => setOpenId(product.id)}>
                  {may ? "Edit" : "Show"}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {shown.length > 0 ? null : <p className="mt-3 text-sm text-muted">No test product has these words. Search for an id, or for what a case is about, such as capacity.</p>}
      {open === undefined ? null : <ProductDialog slug={slug} product={open} may={may} onClose={() => setOpenId(undefined)} />}
    </div>
  );
}
