// How the walks find what a person would look for.
export const heading = (page, name) => page.getByRole('heading', { level: 1, name });
export const button = (page, name) => page.getByRole('button', { name });
