"use client";

import { Command } from "cmdk";
import { Moon, Search, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { MethodBadge } from "@/components/ui/method-badge";
import { operationIndex } from "@/lib/catalog/operation-index";
import { mayRole, type Role } from "@/lib/workspaces/model";
import { chooseTheme } from "./choose-theme";
import { ENVIRONMENT_CHOICES, withPlace, type Place } from "./environment";
import { NAVIGATION, pagePath } from "./navigation";
import { RecentRuns } from "./palette-runs";
import { SavedRequests } from "./palette-saved";

interface CommandPaletteProps {
  slug: string;
  role: Role;
  place: Place;
  onChoosePlace: (place: Place) => void;
  onClose: () => void;
}

const ITEM =
  "flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-1.5 text-sm data-[selected=true]:bg-hover [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted";
const GROUP =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted";

export function CommandPalette({ slug, role, place, onChoosePlace, onClose }: CommandPaletteProps) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // The dialog would give the focus to its first focusable element, which is the list's frame.
    dialog.current?.querySelector("input")?.focus();
  }, []);
  const run = (action: () => void): void => {
    onClose();
    action();
  };
  const go = (path: string): void => run(() => router.push(withPlace(path, place)));
  const pages = NAVIGATION.filter(({ needs }) => needs === undefined || mayRole(role, needs));

  return (
    <dialog
      ref={dialog}
      aria-label="Command palette"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className="mx-auto mt-[12vh] w-[calc(100%-2rem)] max-w-xl overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-panel backdrop:bg-backdrop open:appear"
    >
      <Command label="Commands" loop>
        <div className="flex items-center gap-2 border-b border-line px-3.5">
          <Search aria-hidden className="size-4 text-muted" />
          <Command.Input
            autoFocus
            placeholder="An operation, a page, an action"
            className="h-11 w-full bg-transparent text-base outline-none"
          />
        </div>
        <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
          <Command.Empty className="px-2 py-6 text-center text-sm text-muted">
            Nothing is called that. Try a path such as orders, or a page.
          </Command.Empty>
          <Command.Group heading="Pages" className={GROUP}>
            {pages.map((entry) => (
              <Command.Item
                key={entry.segment}
                value={`page ${entry.label}`}
                className={ITEM}
                onSelect={() => go(pagePath(slug, entry.segment))}
              >
                <entry.icon aria-hidden />
                {entry.label}
              </Command.Item>
            ))}
          </Command.Group>
          <SavedRequests slug={slug} className={GROUP} itemClassName={ITEM} onOpen={(path) => run(() => router.push(path))} />
          <RecentRuns slug={slug} className={GROUP} itemClassName={ITEM} onOpen={(path) => run(() => router.push(path))} />
          <Command.Group heading="Environment" className={GROUP}>
            {ENVIRONMENT_CHOICES.filter((environment) => environment !== place.environment).map((environment) => (
              <Command.Item
                key={environment}
                value={`environment ${environment}`}
                className={ITEM}
                onSelect={() => run(() => onChoosePlace({ ...place, environment }))}
              >
                Switch to <EnvironmentBadge environment={environment} />
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Theme" className={GROUP}>
            <Command.Item value="theme dark" className={ITEM} onSelect={() => run(() => chooseTheme("dark"))}>
              <Moon aria-hidden />
              Dark theme
            </Command.Item>
            <Command.Item value="theme light" className={ITEM} onSelect={() => run(() => chooseTheme("light"))}>
              <Sun aria-hidden />
              Light theme
            </Command.Item>
          </Command.Group>
          <Command.Group heading="Operations" className={GROUP}>
            {operationIndex().map((operation) => (
              <Command.Item
                key={operation.id}
                value={`${operation.summary} ${operation.method} ${operation.path} ${operation.id}`}
                className={ITEM}
                onSelect={() => go(`${pagePath(slug, "playground")}?operation=${operation.id}`)}
              >
                <MethodBadge method={operation.method} />
                <span className="min-w-0 flex-1 truncate">{operation.summary}</span>
                <code className="hidden truncate text-xs text-muted sm:block">{operation.path}</code>
              </Command.Item>
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </dialog>
  );
}
