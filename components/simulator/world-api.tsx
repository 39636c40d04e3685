import { CodeBlock } from "@/components/ui/code-block";
import { Table } from "@/components/ui/table";

const ADDRESSES = [
  ["GET", "", "How the world is: clock, counts, limits."],
  ["DELETE", "", "Reset it. ?keep=rules and ?keep=products spare those; ?seed=… deals references and occupancy from another seed."],
  ["PUT", "/clock", '{"advance_seconds": 3600}, or offset_seconds, or now as ISO 8601. {"held": true} stops it, alone or with one of these.'],
  ["DELETE", "/clock", "Back to real time."],
  ["GET, POST, DELETE", "/rules", "All fault rules: list, add one, remove all."],
  ["GET, PUT, PATCH, DELETE", "/rules/{id}", 'One rule: read, write anew, {"paused": true}, remove.'],
  ["GET, PUT", "/fair-use", '{"on": true} applies the vendor\'s limits.'],
  ["DELETE", "/tokens", "Revoke every token of the world."],
  ["POST", "/tokens/revocation", '{"token": "…"} revokes one.'],
  ["GET", "/products", "The test products, as the world has them."],
  ["GET, PUT, DELETE", "/products/{id}", "One of them: read, change, put the seed back."],
] as const;

/** The same controls for tests and scripts. */
export function WorldApi({ baseUrl }: { baseUrl: string }) {
  const world = baseUrl.replace(/\/v[^/]+\/distributor$/, "/world");
  const example = `curl -u "$CLIENT_ID:$CLIENT_SECRET" -H "Content-Type: application/json" \\\n  -d '{"when":{"operation":"createOrder","every":2},"then":{"drop":"after_processing"},"until":{"strikes":3}}' \\\n  ${world}/rules`;
  return (
    <div className="space-y-4 pt-4">
      <p className="max-w-prose text-sm text-muted">
        Everything on this page can be done by your own tests. Come with the client in HTTP Basic, or with a token of this world. These addresses belong to the simulator only; fault rules and limits never apply to them.
      </p>
      <CodeBlock label="Lose the answer to every second new order, three times" code={example} wrap />
      <Table label="Addresses that control the world">
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th scope="col">Address</th>
            <th scope="col">What it does</th>
          </tr>
        </thead>
        <tbody>
          {ADDRESSES.map(([method, path, words]) => (
            <tr key={`${method} ${path}`}>
              <td className="font-mono text-xs">{method}</td>
              <td className="font-mono text-xs whitespace-nowrap">/api/simulator/world{path}</td>
              <td className="min-w-56 text-muted">{words}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
