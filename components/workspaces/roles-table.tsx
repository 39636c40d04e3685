import { Check, Minus } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import { ACTION_WORDS } from "@/lib/workspaces/action-words";
import { mayRole, ROLES, type Action, type Role } from "@/lib/workspaces/model";

const ACTIONS = Object.entries(ACTION_WORDS) as [Action, string][];

/** Drawn from the table that the services ask, so it cannot say anything else than what holds. */
export function RolesTable({ mine }: { mine: Role }) {
  return (
    <Card title="What each role may do" description={`You are ${mine === "owner" || mine === "admin" ? "an" : "a"} ${mine} here.`}>
      <Table label="Roles and actions">
        <thead>
          <tr>
            <th scope="col">Action</th>
            {ROLES.map((role) => (
              <th key={role} scope="col" className="text-center capitalize">
                {role}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ACTIONS.map(([action, words]) => (
            <tr key={action}>
              <th scope="row" className="min-w-56 font-normal!">
                {words}
              </th>
              {ROLES.map((role) => (
                <td key={role} className="text-center">
                  {mayRole(role, action) ? <Check role="img" aria-label="yes" className="inline size-4 text-good" /> : <Minus role="img" aria-label="no" className="inline size-4 text-faint" />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
