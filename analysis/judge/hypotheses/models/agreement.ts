/** What agreement with a model of this folder says, for the findings that rest on one. */
export const agreementNote =
  "the model is mallocng's policy written a second time: that both agree says that the policy is understood, not that a theory predicts";
