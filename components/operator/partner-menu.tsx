"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { LinkDialog } from "@/components/shell/link-dialog";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { toast } from "@/components/ui/toast";
import type { BoardRow } from "@/lib/operator/board/schema";
import type { PartnerInvited } from "@/lib/operator/partners/schema";
import { CertificationItems } from "./certification-items";
import { CertifyDialog } from "./certify-dialog";
import { useCertification, usePartnerChanges } from "./queries";

/** What can be done for a partner: more for one who has not come yet. */
export function PartnerMenu({ row }: { row: BoardRow }) {
  const { partner, name, slug, invitation, reached } = row;
  const { renew, withdraw, remove } = usePartnerChanges();
  const { uncertify } = useCertification();
  const [isCertifying, setIsCertifying] = useState(false);
  const [isWithdrawing, setIsWithdrawing] = useState(false);
  const [renewed, setRenewed] = useState<PartnerInvited>();
  const [isDeleting, setIsDeleting] = useState(false);
  const failed = [renew, withdraw, remove, uncertify].find(({ error }) => error !== null);
  const drop = (): void => remove.mutate({ partner, word: slug }, { onSuccess: () => toast(`${name} was deleted.`, "good") });
  return (
    <>
      <DropdownMenu label={`Actions for ${name}`} align="end" variant="ghost" size="icon-sm" trigger={<Ellipsis aria-hidden />}>
        <CertificationItems isCertified={reached.certified !== null} onCertify={() => setIsCertifying(true)} onWithdraw={() => setIsWithdrawing(true)} />
        {invitation === null ? null : (
          <>
            <MenuItem onSelect={() => renew.mutate(partner, { onSuccess: setRenewed })}>New link</MenuItem>
            {invitation === "withdrawn" ? null : (
              <MenuItem onSelect={() => withdraw.mutate(partner, { onSuccess: () => toast(`The invitation of ${name} was withdrawn.`, "good") })}>
                Withdraw the invitation
              </MenuItem>
            )}
            <MenuItem danger onSelect={() => setIsDeleting(true)}>
              Delete
            </MenuItem>
          </>
        )}
      </DropdownMenu>
      <CertifyDialog row={row} open={isCertifying} onClose={() => setIsCertifying(false)} />
      <ConfirmDialog
        open={isWithdrawing}
        onOpenChange={setIsWithdrawing}
        title={`Withdraw the certification of ${name}?`}
        description="The board and the partner’s overview show none any more. That it was there stays on record, and it can be written down again."
        confirmLabel="Withdraw"
        onConfirm={() => {
          setIsWithdrawing(false);
          uncertify.mutate(partner, { onSuccess: () => toast(`The certification of ${name} was withdrawn.`, "good") });
        }}
      />
      <LinkDialog shown={renewed} onClose={() => setRenewed(undefined)} />
      <ConfirmDialog
        open={isDeleting}
        onOpenChange={setIsDeleting}
        title={`Delete ${name}?`}
        description="Nobody has joined it. Its workspace and its invitation are deleted for good; that it was there stays on record."
        confirmLabel="Delete partner"
        confirmWord={slug}
        onConfirm={() => {
          setIsDeleting(false);
          drop();
        }}
      />
      <Dialog open={failed !== undefined} onOpenChange={(isOpen) => !isOpen && failed?.reset()} size="sm" title={`${name} was not changed`}>
        <ProblemNotice
          error={failed?.error}
          onRetry={
            failed === remove
              ? () => {
                  remove.reset();
                  drop();
                }
              : undefined
          }
        />
      </Dialog>
    </>
  );
}
