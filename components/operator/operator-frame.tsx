import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { PersonMenu, type ShellPerson } from "@/components/shell/person-menu";
import { SkipLink } from "@/components/shell/skip-link";
import type { Theme } from "@/components/shell/theme";
import { ThemeMenu } from "@/components/shell/theme-menu";
import { ButtonLink } from "@/components/ui/button-link";
import { OperatorNav } from "./operator-nav";

interface OperatorFrameProps {
  person: ShellPerson;
  theme: Theme;
  children: ReactNode;
}

/** The frame of the pages for the operators of the installation. They stand beside the workspaces, not in one. */
export function OperatorFrame({ person, theme, children }: OperatorFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="sticky top-0 z-20 flex min-h-12 flex-wrap items-center gap-x-2 border-b border-line bg-canvas px-2 sm:px-4">
        <span className="flex items-center gap-2 font-semibold">
          <Logo />
          <span className="max-sm:sr-only">Operator</span>
        </span>
        <OperatorNav />
        <div className="ml-auto flex items-center gap-1">
          <ButtonLink href="/" variant="ghost" size="sm">
            <ArrowLeft aria-hidden />
            <span className="max-sm:sr-only">Back to the console</span>
          </ButtonLink>
          <ThemeMenu initialTheme={theme} />
          <PersonMenu person={person} role="operator" isInWorkspace={false} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[96rem] min-w-0 flex-1 px-4 py-6 outline-none sm:px-6 lg:px-8">
        {children}
      </main>
    </div>
  );
}
