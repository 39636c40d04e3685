import { Ellipsis } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import type { MemberView } from "@/lib/workspaces/members/schema";
import { mayRole, rolesWithin, type Role } from "@/lib/workspaces/model";

/** What a row asks the page to confirm first. */
export type Asked = "remove" | "transfer" | "sign-out" | "environments";

interface MemberRowProps {
  member: MemberView;
  mine: Role;
  isBusy: boolean;
  onRole: (role: Role) => void;
  onAsk: (what: Asked) => void;
}

export function MemberRow({ member, mine, isBusy, onRole, onAsk }: MemberRowProps) {
  const mayManage = mayRole(mine, "member.manage");
  const isWithin = mayManage && rolesWithin(mine).includes(member.role);
  const { name, email, role, environments, readOnly, joinedAt, isByGroup, isDisabled, isYou } = member;
  return (
    <tr>
      <th scope="row" className="min-w-44 font-normal!">
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{name}</span>
          {isYou ? <Badge>you</Badge> : null}
          {isDisabled ? <Badge tone="bad" title="An operator of this console keeps them from coming in. As an owner they do not count until they are enabled again.">disabled</Badge> : null}
          {isByGroup ? <Badge title="Comes, changes and goes with a group of your identity provider, at each sign-in. Changing the role here ends that.">by group</Badge> : null}
        </span>
        <span className="block text-xs text-muted">{email}</span>
      </th>
      <td>
        {isWithin ? (
          <Select aria-label={`Role of ${name}`} className="w-32" value={role} disabled={isBusy} onChange={(event) => onRole(roleOf(mine, event.target.value))}>
            {rolesWithin(mine).map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </Select>
        ) : (
          <Badge>{role}</Badge>
        )}
      </td>
      <td className="min-w-40">
        <span className="flex flex-wrap items-center gap-x-2">
          <span>{environments.length === 0 ? "nowhere" : environments.map((one) => (readOnly.includes(one) ? `${one} (read only)` : one)).join(", ")}</span>
          {isWithin && role === "developer" ? (
            <Button size="sm" variant="link" aria-label={`Change where ${name} may send to`} onClick={() => onAsk("environments")}>
              Change
            </Button>
          ) : null}
        </span>
      </td>
      <td className="whitespace-nowrap text-muted">
        <RelativeTime at={joinedAt} />
      </td>
      {mayManage ? (
        <td className="text-right">
          {isWithin && !isYou ? (
            <DropdownMenu label={`Actions for ${name}`} align="end" variant="ghost" size="icon-sm" trigger={<Ellipsis aria-hidden />}>
              <MenuItem onSelect={() => onAsk("sign-out")}>Sign out everywhere</MenuItem>
              {mayRole(mine, "workspace.own") && role !== "owner" && !isDisabled ? <MenuItem onSelect={() => onAsk("transfer")}>Hand the workspace over</MenuItem> : null}
              <MenuItem danger onSelect={() => onAsk("remove")}>
                Remove
              </MenuItem>
            </DropdownMenu>
          ) : null}
        </td>
      ) : null}
    </tr>
  );
}

function roleOf(mine: Role, text: string): Role {
  return rolesWithin(mine).find((role) => role === text) ?? "viewer";
}
