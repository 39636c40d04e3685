/** Whether the build is as new as every source file. */
export function isBuilt(root: string): boolean;
