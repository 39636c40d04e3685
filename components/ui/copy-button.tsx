"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { toast } from "./toast";

interface CopyButtonProps {
  /** What is copied; a function where making the text costs something. A text of megabytes is better a file, which the page need not hold. */
  text: string | (() => string | Promise<string | Blob>);
  /** What it is, after the verb: "Copy request id". */
  label?: string;
  /** Show the words too, not only the icon. */
  withText?: boolean;
  size?: "sm" | "md";
  className?: string;
}

export function CopyButton({ text, label = "Copy", withText = false, size = "sm", className }: CopyButtonProps) {
  const [copiedCount, setCopiedCount] = useState(0);
  const [isFresh, setIsFresh] = useState(false);
  useEffect(() => {
    if (copiedCount === 0) return undefined;
    const timer = setTimeout(() => setIsFresh(false), 1_600);
    return () => clearTimeout(timer);
  }, [copiedCount]);

  const copy = async (): Promise<void> => {
    try {
      const wanted = typeof text === "string" ? text : await text();
      if (typeof wanted === "string") await navigator.clipboard.writeText(wanted);
      else await navigator.clipboard.write([new ClipboardItem({ "text/plain": wanted })]);
      setIsFresh(true);
      setCopiedCount((count) => count + 1);
    } catch {
      toast("The browser did not allow copying. Select the text and copy it by hand.", "bad");
    }
  };
  return (
    <Button
      variant="ghost"
      size={withText ? size : size === "sm" ? "icon-sm" : "icon"}
      aria-label={withText ? undefined : label}
      title={withText ? undefined : label}
      className={className}
      onClick={() => void copy()}
    >
      {isFresh ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
      {withText ? <span>{isFresh ? "Copied" : label}</span> : null}
      <span role="status" className="sr-only">
        {isFresh && !withText ? "Copied" : ""}
      </span>
    </Button>
  );
}
