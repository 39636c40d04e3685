import type { ReactNode } from "react";
import { Logo } from "./logo";

interface OutsideFrameProps {
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
}

/** The frame of pages before anybody is signed in: one narrow column, one thing to do. */
export function OutsideFrame({ title, description, children }: OutsideFrameProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center px-4 py-10">
      <div className="mb-6 flex items-center gap-2 font-semibold">
        <Logo />
        Distributor Console
      </div>
      <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
      {description === undefined ? null : <p className="mt-1 text-pretty text-muted">{description}</p>}
      <div className="mt-6">{children}</div>
    </main>
  );
}
