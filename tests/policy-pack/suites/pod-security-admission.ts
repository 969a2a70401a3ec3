import { basename, join } from "node:path";
import { type Answers, type Case, files, objectsOf, type Suite } from "./suite.ts";

/** Checks that hold at either level of the standards. */
const baseline = [
    "pod-not-privileged",
    "pod-no-host-namespaces",
    "pod-volume-types",
    "pod-no-host-ports",
    "pod-other-pss",
];
const restricted = [
    ...baseline,
    "pod-no-privilege-escalation",
    "pod-run-as-non-root",
    "pod-caps-dropped",
    "pod-seccomp",
];

/** By level and control; `pass` are pods that no check of the level may flag. */
const answers: Answers = {
    "baseline pass": baseline,
    "baseline apparmorprofile": ["pod-other-pss"],
    "baseline capabilities_baseline": ["pod-caps-dropped"],
    "baseline hostnamespaces": ["pod-no-host-namespaces"],
    "baseline hostpathvolumes": ["pod-volume-types"],
    "baseline hostports": ["pod-no-host-ports"],
    "baseline hostprobesandhostlifecycle": ["pod-other-pss"],
    "baseline privileged": ["pod-not-privileged"],
    "baseline procmount": ["pod-other-pss"],
    "baseline seccompprofile_baseline": ["pod-seccomp"],
    "baseline selinuxoptions": ["pod-other-pss"],
    "baseline sysctls": ["pod-other-pss"],
    "baseline windowshostprocess": ["pod-other-pss"],
    "restricted pass": restricted,
    "restricted allowprivilegeescalation": ["pod-no-privilege-escalation"],
    "restricted apparmorprofile": ["pod-other-pss"],
    "restricted capabilities_baseline": ["pod-caps-dropped"],
    "restricted capabilities_restricted": ["pod-caps-dropped"],
    "restricted hostnamespaces": ["pod-no-host-namespaces"],
    "restricted hostpathvolumes": ["pod-volume-types"],
    "restricted hostports": ["pod-no-host-ports"],
    "restricted hostprobesandhostlifecycle": ["pod-other-pss"],
    "restricted privileged": ["pod-not-privileged"],
    "restricted procmount": ["pod-other-pss"],
    "restricted procmount_restricted": ["pod-other-pss"],
    "restricted restrictedvolumes": ["pod-volume-types"],
    "restricted runasnonroot": ["pod-run-as-non-root"],
    "restricted runasuser": ["pod-run-as-non-root"],
    "restricted seccompprofile_baseline": ["pod-seccomp"],
    "restricted seccompprofile_restricted": ["pod-seccomp"],
    "restricted selinuxoptions": ["pod-other-pss"],
    "restricted sysctls": ["pod-other-pss"],
    "restricted windowshostprocess": ["pod-other-pss"],
};

const minor = (version: string): number => Number(version.split(".")[1]);

/** Kubernetes' own pods for its Pod Security Standards, as the newest version has them. */
export const podSecurityAdmission: Suite = {
    name: "pod-security-admission",
    answers,
    read: (folder) =>
        ["baseline", "restricted"].flatMap((level) => {
            const pods = join(folder, "test/testdata", level);
            const [newest = ""] = files(pods, "v1.*").sort((a, b) => minor(b) - minor(a));
            return files(pods, `${newest}/{pass,fail}/*.yaml`).map((path): Case => {
                const expected = path.includes("/pass/") ? "pass" : "fail";
                const control = basename(path, ".yaml").replace(/\d+$/, "");
                return {
                    name: `${level}/${path}`,
                    rule: `${level} ${expected === "pass" ? "pass" : control}`,
                    expected,
                    objects: objectsOf(pods, path),
                };
            });
        }),
};
