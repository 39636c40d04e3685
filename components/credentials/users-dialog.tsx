"use client";

import { useId, useState, type FormEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Radio } from "@/components/ui/radio";
import { Skeleton } from "@/components/ui/skeleton";
import type { CredentialView } from "@/lib/credentials/model";
import type { MemberView } from "@/lib/workspaces/members/schema";
import { CREDENTIAL_ROLES } from "@/lib/workspaces/model";
import { isToldByFields, issuesOf } from "./issues";
import { useMembersToName, useUpdateCredential } from "./queries";

type UsingRole = (typeof CREDENTIAL_ROLES)[number];

const ROLE_WORDS: Record<UsingRole, string> = { owner: "Every owner", admin: "Every admin", developer: "Every developer" };

/** Chooses who may use a credential. Mounted while it is open, so that it begins with what is stored. */
export function UsersDialog({ slug, credential, onClose }: { slug: string; credential: CredentialView; onClose: () => void }) {
  const form = useId();
  const update = useUpdateCredential(slug, credential.id);
  const members = useMembersToName(slug);
  const [isForSome, setIsForSome] = useState(credential.usableBy !== null);
  const [roles, setRoles] = useState<readonly UsingRole[]>(credential.usableBy?.roles ?? []);
  const [chosen, setChosen] = useState<readonly string[]>(credential.usableBy?.members.map(({ userId }) => userId) ?? []);
  const { environment } = credential;
  const me = members.data?.find(({ isYou }) => isYou);
  const isWithoutMe = isForSome && me !== undefined && !chosen.includes(me.userId) && !roles.some((role) => role === me.role);
  const issue = Object.entries(issuesOf(update.error)).find(([path]) => path.startsWith("/usableBy"))?.[1];

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    update.mutate({ version: credential.version, usableBy: isForSome ? { roles: [...roles], members: [...chosen] } : null }, { onSuccess: onClose });
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Who may use ${credential.label}`}
      description="Using it is getting tokens and sending calls with it. Nobody can read its secret. Owners and admins can change this, and each change is on record."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={update.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="space-y-4">
        {update.error === null || isToldByFields(update.error, ["/usableBy"]) ? null : <ProblemNotice error={update.error} />}
        <fieldset className="space-y-2">
          <legend className="mb-1.5 text-sm font-medium">Usable by</legend>
          <Radio name={`${form}-users`} checked={!isForSome} onChange={() => setIsForSome(false)} label={`Everybody who may use ${environment}`} />
          <Radio name={`${form}-users`} checked={isForSome} onChange={() => setIsForSome(true)} label="Only these" hint={`They need the right to use ${environment} as well, which is given on the Members page.`} />
        </fieldset>
        {isForSome ? (
          <>
            <fieldset className="space-y-2">
              <legend className="mb-1.5 text-sm font-medium">Roles</legend>
              {CREDENTIAL_ROLES.map((role) => (
                <Checkbox key={role} label={ROLE_WORDS[role]} checked={roles.includes(role)} onChange={(event) => setRoles(toggled(roles, role, event.target.checked))} />
              ))}
            </fieldset>
            <fieldset className="space-y-2">
              <legend className="mb-1.5 text-sm font-medium">People</legend>
              {members.error === null ? null : <ProblemNotice error={members.error} onRetry={() => void members.refetch()} />}
              {members.isPending ? <Skeleton className="h-12" /> : null}
              {members.data?.filter((member) => member.role !== "viewer" || chosen.includes(member.userId)).map((member) => (
                <Checkbox
                  key={member.userId}
                  label={member.isYou ? `${member.name} (you)` : member.name}
                  hint={hintOf(member, environment)}
                  checked={chosen.includes(member.userId)}
                  onChange={(event) => setChosen(toggled(chosen, member.userId, event.target.checked))}
                />
              ))}
            </fieldset>
          </>
        ) : null}
        {issue === undefined ? null : (
          <p role="alert" className="text-sm text-bad">
            {issue}
          </p>
        )}
        {isWithoutMe ? <p className="text-sm text-muted">You are not among them: you could change this credential, and not use it.</p> : null}
      </form>
    </Dialog>
  );
}

function toggled<T>(list: readonly T[], one: T, isOn: boolean): readonly T[] {
  return isOn ? [...list, one] : list.filter((other) => other !== one);
}

function hintOf({ role, email, environments }: MemberView, environment: CredentialView["environment"]): string {
  return `${role}, ${email}${environments.includes(environment) ? "" : `; may not use ${environment} so far`}`;
}
