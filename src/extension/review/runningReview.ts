/** What the workspace's state keeps of a review that is on, for the window after this one. */
export const RUNNING_REVIEW = 'maskscope.review.running';
