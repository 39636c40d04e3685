"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { shortScope } from "@/lib/scopes/model";
import { nearMissWarnings } from "@/lib/scopes/near-miss";

interface NearMissNoticeProps {
  value: readonly string[];
  onReplace: (scope: string, by: string) => void;
}

/** Warns of look-alikes and blocks nothing. */
export function NearMissNotice({ value, onReplace }: NearMissNoticeProps) {
  const warnings = nearMissWarnings(value);
  return (
    <div role="status" className="space-y-2">
      {warnings.map((warning) => (
        <Notice
          key={warning.scope}
          tone="warn"
          title={warning.message}
          action={
            <div className="flex flex-wrap gap-1.5">
              {warning.near.map((near) => (
                <Button key={near} size="sm" onClick={() => onReplace(warning.scope, near)}>
                  Use {shortScope(near)}
                </Button>
              ))}
            </div>
          }
        >
          You can keep it: the exchange will tell.
        </Notice>
      ))}
    </div>
  );
}
