import { beforeEach, expect, it } from "vitest";
import { list as listAudit } from "@/lib/audit/service";
import { aMember } from "@/lib/auth/testing/people";
import { asOwner } from "@/lib/db/testing/database";
import { list, remove } from "../service";
import { run } from "../testing/playground-world";
import { worldInTests } from "../testing/world-in-tests";
import { addComment as contract } from "./schema";
import { addComment, editComment, listComments, removeComment } from "./service";

const world = worldInTests({ newOwner: true });
let runId = "";
beforeEach(async () => {
  world.upstream.answer({ path: /products$/, body: {} });
  runId = (await run(world)).trailer.runId;
});

it("are read by every member, with who wrote them and when, and counted in the list", async () => {
  const developer = await aMember("developer", world.owner);
  await addComment(developer, runId, "One\n<script>alert(1)</script>");
  const { comments } = await addComment(world.owner, runId, "Two");
  expect(comments).toMatchObject([
    { body: "One\n<script>alert(1)</script>", editedAt: null, mayEdit: false, mayDelete: true },
    { body: "Two", mayEdit: true, mayDelete: true },
  ]);
  const viewer = await aMember("viewer", world.owner);
  expect((await listComments(viewer, runId)).comments.map(({ mayEdit, mayDelete }) => [mayEdit, mayDelete])).toEqual([[false, false], [false, false]]);
  expect((await list(viewer, { limit: 1 })).runs[0]).toMatchObject({ id: runId, comments: 2 });
});

it("are changed by their author, and deleted by their author or whoever may delete runs", async () => {
  const [one, other] = [await aMember("developer", world.owner), await aMember("developer", world.owner)];
  const viewer = await aMember("viewer", world.owner);
  const id = (await addComment(one, runId, "mine")).comments[0]?.id ?? "";
  const attempts = [editComment(other, runId, id, "x"), editComment(world.owner, runId, id, "x"), removeComment(other, runId, id), addComment(viewer, runId, "x")];
  await Promise.all(attempts.map((attempt) => expect(attempt).rejects.toMatchObject({ code: "workspace.forbidden" })));
  expect((await editComment(one, runId, id, "better")).comments).toMatchObject([{ body: "better", editedAt: expect.any(String) }]);
  expect((await removeComment(world.owner, runId, id)).comments).toEqual([]);
  expect((await listAudit(world.owner)).map(({ action }) => action).filter((action) => action.startsWith("run"))).toEqual(["run-comment.deleted", "run-comment.changed", "run.commented"]);
  expect(JSON.stringify((await listAudit(world.owner)).map(({ subject }) => subject))).not.toContain("better");
});

it("are nobody's of another workspace, and go with their run", async () => {
  const id = (await addComment(world.owner, runId, "mine")).comments[0]?.id ?? "";
  const stranger = await aMember("owner");
  const attempts = [listComments(stranger, runId), addComment(stranger, runId, "x"), editComment(stranger, runId, id, "x"), removeComment(stranger, runId, id)];
  await Promise.all(attempts.map((attempt) => expect(attempt).rejects.toMatchObject({ code: "resource.not-found" })));
  const left = async () => (await asOwner("select 1 from run_comments where id = $1", [id])).rowCount;
  expect(await left()).toBe(1);
  await remove(world.owner, runId);
  expect(await left()).toBe(0);
});

it("are text with something in it, and with an end", () => {
  const { body } = contract;
  expect(body.parse({ body: " a\n\tb " }).body).toBe("a\n\tb");
  for (const text of ["", " \n ", "a\u0000", "x".repeat(4_001)]) expect(body.safeParse({ body: text }).success).toBe(false);
});
