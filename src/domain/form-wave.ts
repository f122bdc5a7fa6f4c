import type { Detection } from "./detection.ts";
import { asInjectedFront, isInjectedFrontWave } from "./injected-front.ts";
import { asSignUps } from "./sign-up-wave.ts";

/** Abuse of a form that the mail alone tells of goes by its form, as the detector of forms names it, so that both tell of one case. */
export const asFormWave = (detection: Detection): Detection => {
  if (detection.class !== "form-relay" && detection.class !== "subscription-bombing") return detection;
  const ofForm: Detection = { ...detection, causeKind: "form", causeName: "", file: null };
  if (detection.class === "subscription-bombing") return ofForm;
  return isInjectedFrontWave(ofForm) ? asInjectedFront(ofForm) : asSignUps(ofForm);
};
