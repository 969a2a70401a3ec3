import { serve } from "../server.ts";
import { RandomCloud } from "./cloud.ts";

await serve(new RandomCloud(), "4.21.2");
