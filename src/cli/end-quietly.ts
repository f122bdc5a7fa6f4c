/** Ends the process without a word when the reader of its output has gone (`| head`); other write errors are thrown. */
export const endQuietlyOnClosedPipe = (output: NodeJS.WriteStream): void => {
  output.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
};
