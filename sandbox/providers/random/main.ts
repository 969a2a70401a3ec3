import { sdkVersion } from "../sdk.ts";
import { serve } from "../server.ts";
import { RandomCloud } from "./cloud.ts";

await serve(new RandomCloud(), sdkVersion("@pulumi/random"));
