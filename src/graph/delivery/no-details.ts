/** The details of a report that says nothing but what it is of, and its status or outcome. */
export const NO_DETAILS = {
  sendOutcome: null,
  channel: null,
  stepOrder: null,
  flowTrackingId: null,
  campaignTrackingId: null,
  extraId: null,
  country: null,
  price: null,
} as const;
