/** Days that the logs of applications are kept: a quarter of a year to look back on an incident. */
export const retentionDays = 90;
