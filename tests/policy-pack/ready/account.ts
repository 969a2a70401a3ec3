export const account = "123456789012";

export const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
