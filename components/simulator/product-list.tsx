"use client";

import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Table } from "@/components/ui/table";
import type { TestProduct } from "@/lib/worlds/schema";
import { ProductDialog, type ProductEditing } from "./product-dialog";

interface ProductListProps {
  products: readonly TestProduct[];
  may: boolean;
  /** Made anew for each product that is opened. */
  useEditing: () => ProductEditing;
}

/** The certification's test products, as a world or the installation has them. */
export function ProductList({ products, may, useEditing }: ProductListProps) {
  const [search, setSearch] = useState("");
  const [openId, setOpenId] = useState<string>();
  const open = products.find(({ id }) => id === openId);
  const words = search.toLowerCase();
  const shown = products.filter(({ id, title, case: about }) => `${id} ${title} ${about}`.toLowerCase().includes(words));
  return (
    <div>
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
      {open === undefined ? null : <OpenProduct key={open.id} useEditing={useEditing} product={open} may={may} onClose={() => setOpenId(undefined)} />}
    </div>
  );
}

function OpenProduct({ useEditing, ...rest }: { useEditing: () => ProductEditing; product: TestProduct; may: boolean; onClose: () => void }) {
  return <ProductDialog editing={useEditing()} {...rest} />;
}
