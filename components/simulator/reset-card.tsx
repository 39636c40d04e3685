"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { WorldView } from "@/lib/worlds/schema";
import { useWorldChange } from "./queries";

/** Back to how the world was seeded. Two steps: opening, and the button of the dialog. */
export function ResetCard({ slug, world, may }: { slug: string; world: WorldView; may: boolean }) {
  const change = useWorldChange(slug);
  const [asking, setAsking] = useState(false);
  const [keepRules, setKeepRules] = useState(false);
  const [keepProducts, setKeepProducts] = useState(false);
  const [seed, setSeed] = useState(world.seed ?? "");
  const changedProducts = world.products.filter(({ changed }) => changed).length;
  const reset = () =>
    change.mutate(
      { method: "POST", path: "/reset", body: { keep_rules: keepRules, keep_products: keepProducts, seed } },
      {
        onSuccess: () => {
          toast("The world is as it was seeded.", "good");
          setAsking(false);
        },
      },
    );
  return (
    <Card title="Reset" description="The same seed gives the same products, slots, places, prices and references every time.">
      {may ? (
        <Button variant="danger" onClick={() => setAsking(true)}>
          Reset this world
        </Button>
      ) : (
        <p className="text-sm text-muted">Somebody who may change the simulator can put this world back to how it was seeded.</p>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Put this world back to how it was seeded?"
        description={`${world.counts.reservation ?? 0} reservations, ${world.counts.order ?? 0} orders and everything else that was made in it are gone for good. The clock shows real time again, fair use is off. Clients and tokens stay.`}
        confirmLabel="Reset world"
        busy={change.isPending}
        onConfirm={reset}
      >
        <div className="space-y-2">
          <Checkbox label={`Keep the fault rules (${world.rules.length})`} checked={keepRules} onChange={(event) => setKeepRules(event.target.checked)} />
          <Checkbox label={`Keep the changed test products (${changedProducts})`} checked={keepProducts} onChange={(event) => setKeepProducts(event.target.checked)} />
          <Field label="Seed" hint="Worlds with the same seed give the same references and have the same places taken. Leave it empty for this world's own.">
            <Input value={seed} maxLength={60} onChange={(event) => setSeed(event.target.value)} />
          </Field>
          {change.error === null ? null : <ProblemNotice error={change.error} />}
        </div>
      </ConfirmDialog>
    </Card>
  );
}
