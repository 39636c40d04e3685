export const menuItemStyles =
  "flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm text-ink outline-none hover:bg-hover focus:bg-hover focus-visible:outline-2 focus-visible:outline-offset-[-2px] focus-visible:outline-accent aria-disabled:cursor-not-allowed aria-disabled:text-faint [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";
