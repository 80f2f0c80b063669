using Nights.Local.Commands;

return await CommandLine.Run(args);
