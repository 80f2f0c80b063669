using Microsoft.ML.OnnxRuntime;
using Nights.Diffusion.Models;
using Nights.Diffusion.Providers;

namespace Nights.Tests.Diffusion.Providers;

public sealed class ExecutionProviderTests
{
    private static readonly string[] BuiltIn = OrtEnv.Instance().GetAvailableProviders();

    [Fact]
    public void The_processor_is_always_there() =>
        ExecutionProvider.Find(new RuntimeOptions { Provider = "cpu" }).ShouldSatisfyAllConditions(
            found => found.Name.ShouldBe("cpu"), found => found.Reason.ShouldBe("asked for"));

    [Theory]
    [InlineData("gpu")]
    [InlineData("")]
    [InlineData("CPU ")]
    public void An_unknown_name_is_refused_with_those_that_are_known(string name)
    {
        var message = Should.Throw<ModelFolderException>(() => ExecutionProvider.Find(new RuntimeOptions { Provider = name })).Message;

        message.ShouldContain($"'{name}'");
        foreach (var known in ExecutionProvider.Names)
            message.ShouldContain(known);
    }

    /// <summary>A build with the provider in it has nothing to refuse here.</summary>
    [Theory]
    [InlineData("cuda", "CUDAExecutionProvider")]
    [InlineData("tensorrt", "TensorrtExecutionProvider")]
    public void A_provider_that_was_asked_for_and_is_missing_is_an_error_with_the_mend(string name, string builtIn)
    {
        if (BuiltIn.Contains(builtIn))
        {
            ExecutionProvider.Names.ShouldContain(name);
            return;
        }

        var message = Should.Throw<ModelFolderException>(() => ExecutionProvider.Find(new RuntimeOptions { Provider = name })).Message;

        foreach (var word in new[] { name, "CPUExecutionProvider", "-p:Accelerator=cuda", "ProviderLibrary" })
            message.ShouldContain(word);
    }

    [Fact]
    public void A_model_is_not_opened_on_another_provider_than_was_asked_for()
    {
        using var folder = new TestModel();

        Should.Throw<ModelFolderException>(() => ModelFolder.Open(folder.Directory, new RuntimeOptions { Provider = "directml" })).Message.ShouldContain("directml");
    }

    [Fact]
    public void Auto_takes_what_is_there_and_says_why()
    {
        var found = ExecutionProvider.Find(new RuntimeOptions { Provider = "auto" });

        if (BuiltIn.Contains("CUDAExecutionProvider") && found.Name == "cuda")
            found.Reason.ShouldContain("built into");
        else
            found.ShouldSatisfyAllConditions(() => found.Name.ShouldBe("cpu"), () => found.Reason.ShouldContain("cuda is not to be had"));
    }

    /// <summary>A library that was named is asked for, under auto as well.</summary>
    [Theory]
    [InlineData("auto")]
    [InlineData("cuda")]
    public void A_provider_library_that_is_missing_or_is_none_is_named(string provider)
    {
        var file = Path.Combine(Path.GetTempPath(), $"nights-{Guid.CreateVersion7():N}.so");
        var options = new RuntimeOptions { Provider = provider, ProviderLibrary = file };

        Should.Throw<ModelFolderException>(() => ExecutionProvider.Find(options)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain(file), message => message.ShouldContain("does not exist"));
        File.WriteAllText(file, "no library");
        try
        {
            for (var attempt = 0; attempt < 2; attempt++)
                Should.Throw<ModelFolderException>(() => ExecutionProvider.Find(options)).Message.ShouldSatisfyAllConditions(
                    message => message.ShouldContain(file), message => message.ShouldContain("is no provider library"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Settings_of_cuda_say_the_device_and_the_limit()
    {
        var settings = Settings(new RuntimeOptions { Device = 2, DeviceMemoryGiB = 1.5 });

        settings["device_id"].ShouldBe("2");
        settings["gpu_mem_limit"].ShouldBe("1610612736");
        settings["cudnn_conv_algo_search"].ShouldBe("HEURISTIC");
        settings["use_tf32"].ShouldBe("0");
        Settings(new RuntimeOptions()).ShouldNotContainKey("gpu_mem_limit");
        Settings(new RuntimeOptions { AllowTf32 = true })["use_tf32"].ShouldBe("1");
    }

    private static Dictionary<string, string> Settings(RuntimeOptions options) => Nights.Diffusion.Providers.BuiltIn.CudaSettings(options);
}
