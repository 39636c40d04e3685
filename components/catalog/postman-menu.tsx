"use client";

import { Download } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { saveFile } from "@/components/ui/save-file";
import { toast } from "@/components/ui/toast";
import { fetchApi } from "@/lib/http/client";

const FILES = [
  { file: "collection", label: "Collection: every operation, in an order that runs" },
  { file: "environment", label: "Environment: the simulator's address, your credentials left empty" },
] as const;

/** Gives the catalogue as files for Postman, to be run there or by newman. */
export function PostmanMenu({ workspace }: { workspace: string }) {
  const download = async (file: (typeof FILES)[number]["file"]): Promise<void> => {
    try {
      const answer = await fetchApi({ method: "GET", path: `/bff/workspaces/${workspace}/catalog/postman/${file}` });
      saveFile(`distributor-api.postman_${file}.json`, await answer.blob());
    } catch (error) {
      toast(error instanceof Error ? error.message : "The file was not downloaded. Try again.", "bad");
    }
  };
  const trigger = (
    <>
      <Download aria-hidden />
      Postman
    </>
  );
  return (
    <DropdownMenu label="Download for Postman" align="end" variant="secondary" trigger={trigger}>
      {FILES.map(({ file, label }) => (
        <MenuItem key={file} onSelect={() => void download(file)}>
          {label}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
