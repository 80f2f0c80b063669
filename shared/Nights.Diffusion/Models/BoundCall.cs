using Microsoft.ML.OnnxRuntime;

namespace Nights.Diffusion.Models;

/// <summary>
/// A graph made ready for many runs at one shape: inputs and outputs stay where they are, so that a run copies and allocates next to nothing. For one
/// thread and one job, because cancelling the job ends the run under way.
/// </summary>
internal sealed class BoundCall : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly Feed[] feeds;
    private readonly OrtIoBinding binding;
    private readonly RunOptions options = new();
    private readonly CancellationToken cancel;
    private readonly CancellationTokenRegistration registration;

    /// <exception cref="ModelFolderException">The graph does not take these tensors.</exception>
    public BoundCall(OnnxGraph graph, IEnumerable<Feed> feeds, IEnumerable<Reading> readings, CancellationToken cancel)
    {
        (this.graph, this.feeds, this.cancel) = (graph, [.. feeds], cancel);
        binding = graph.Session.CreateIoBinding();
        try
        {
            Bind();
            foreach (var reading in readings)
                binding.BindOutput(reading.Port.Name, reading.Value);
        }
        catch (OnnxRuntimeException refused)
        {
            Dispose();
            throw graph.Failed(refused);
        }
        registration = cancel.UnsafeRegister(state => ((RunOptions)state!).Terminate = true, options);
    }

    /// <exception cref="OperationCanceledException">The job was cancelled before or during the run.</exception>
    /// <exception cref="ModelFolderException">The graph failed.</exception>
    public void Run()
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            Bind();
            graph.Session.RunWithBinding(options, binding);
            binding.SynchronizeBoundOutputs();
        }
        catch (OnnxRuntimeException failed)
        {
            cancel.ThrowIfCancellationRequested();
            throw graph.Failed(failed);
        }
    }

    // An accelerator copies an input when it is bound, and would read the first run's numbers in every later one.
    private void Bind()
    {
        foreach (var feed in feeds)
            binding.BindInput(feed.Port.Name, feed.Value);
    }

    public void Dispose()
    {
        registration.Dispose();
        binding.Dispose();
        options.Dispose();
    }
}
