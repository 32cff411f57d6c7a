/** The drawings by the name under which the server's forms ask for them. */

import { ChooseSiteTool } from "./choose-site";
import { LineTool } from "./line";
import { ManyTool } from "./many";
import { OnLineTool } from "./on-line";
import { PathTool } from "./path";
import { PointTool } from "./point";
import { PullTool } from "./pull";
import { NOTHING, type Tool, type ToolContext } from "./tool";
import { VerticesTool } from "./vertices";

const TOOLS: Readonly<Record<string, new (context: ToolContext) => Tool>> = {
  point: PointTool,
  line: LineTool,
  vertices: VerticesTool,
  "on-line": OnLineTool,
  "choose-site": ChooseSiteTool,
  path: PathTool,
  pull: PullTool,
  many: ManyTool,
};

export function makeTool(draws: string, context: ToolContext): Tool {
  const made = TOOLS[draws];
  return made === undefined ? NOTHING : new made(context);
}
