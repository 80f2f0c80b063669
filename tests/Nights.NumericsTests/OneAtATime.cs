using Xunit.Sdk;
using Xunit.v3;

// libtorch's thread count and its random state belong to the process.
[assembly: Parallelization(Mode = ParallelMode.None)]
