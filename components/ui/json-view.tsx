"use client";

import dynamic from "next/dynamic";
import type { TextBodyViewProps } from "./json-view/text-body-view";
import { Skeleton } from "./skeleton";

const Loaded = dynamic(() => import("./json-view/text-body-view").then((file) => file.TextBodyView), {
  ssr: false,
  loading: () => <Skeleton className="h-full min-h-24 w-full" />,
});

/**
 * A text of any size as a JSON tree or raw: give it a height by `className`. The viewer and its
 * worker are loaded when it is first shown. For a body that is still arriving, see json-view/body-view.
 */
export function JsonView(props: TextBodyViewProps) {
  return <Loaded {...props} />;
}
