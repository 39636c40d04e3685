"use client";

import { useMutation } from "@tanstack/react-query";
import { ChevronDown, Download } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { saveFile } from "@/components/ui/save-file";
import { toast } from "@/components/ui/toast";
import type { AuditFilters } from "@/lib/audit/model";
import type { ExportFormat } from "@/lib/audit/schema";
import { CallFailed, fetchApi } from "@/lib/http/client";

/** What the filter shows, as a file. */
export function ExportMenu({ path, name, filters }: { path: string; name: string; filters: AuditFilters }) {
  const save = useMutation({
    mutationFn: async (format: ExportFormat) => {
      const response = await fetchApi({ method: "GET", path: `${path}/export`, query: { ...filters, format } });
      saveFile(`audit-${name}.${format}`, await response.blob());
    },
    onError: (error) => toast(error instanceof CallFailed ? error.message : "The file did not arrive whole. Try again.", "bad"),
  });
  return (
    <DropdownMenu
      label="Export"
      align="end"
      trigger={
        <>
          <Download aria-hidden />
          {save.isPending ? "Exporting…" : "Export"}
          <ChevronDown aria-hidden />
        </>
      }
    >
      <MenuItem onSelect={() => save.mutate("ndjson")}>NDJSON, with hashes to check</MenuItem>
      <MenuItem onSelect={() => save.mutate("csv")}>CSV, for a spreadsheet</MenuItem>
    </DropdownMenu>
  );
}
