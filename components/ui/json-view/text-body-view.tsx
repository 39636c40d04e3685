"use client";

import { useEffect, useState } from "react";
import { BodyClient } from "./body-client";
import { BodyView } from "./body-view";

export interface TextBodyViewProps {
  text: string;
  label: string;
  className?: string;
}

export function TextBodyView({ text, label, className }: TextBodyViewProps) {
  const [body] = useState(() => new BodyClient());
  useEffect(() => {
    body.start();
    body.push(new TextEncoder().encode(text));
    body.end();
    return () => body.stop();
  }, [body, text]);
  return <BodyView body={body} label={label} className={className} />;
}
