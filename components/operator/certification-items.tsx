"use client";

import { MenuItem } from "@/components/ui/menu-item";

interface CertificationItemsProps {
  isCertified: boolean;
  onCertify: () => void;
  onWithdraw: () => void;
}

/** The part of a partner's menu that is there for every partner. */
export function CertificationItems({ isCertified, onCertify, onWithdraw }: CertificationItemsProps) {
  return isCertified ? (
    <>
      <MenuItem onSelect={onCertify}>Change the certification</MenuItem>
      <MenuItem danger onSelect={onWithdraw}>
        Withdraw the certification
      </MenuItem>
    </>
  ) : (
    <MenuItem onSelect={onCertify}>Write down a certification</MenuItem>
  );
}
