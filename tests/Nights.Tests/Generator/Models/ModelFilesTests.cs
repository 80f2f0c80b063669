using System.Text;
using Nights.Diffusion.Models;
using Nights.Generator.Models;

namespace Nights.Tests.Generator.Models;

public sealed class ModelFilesTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void The_order_of_files_changes_no_byte_and_what_is_written_is_read()
    {
        ModelFileEntry[] files = [new("unet/model.onnx", 5, Hash), new("model_index.json", 2, Hash), new("unet/weights.pb", 0, Hash)];

        var json = new ModelFiles(files).ToJson();

        json.ShouldBe(new ModelFiles([.. files.Reverse()]).ToJson());
        ModelFiles.Parse(json, "sd").Files.ShouldBe(files.OrderBy(file => file.Path, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"files":[]}""")]
    [InlineData("""{"files":[null]}""")]
    [InlineData("""{"files":[{"path":"a","bytes":-1,"sha256":"H"}]}""")]
    [InlineData("""{"files":[{"path":"a","bytes":1,"sha256":"short"}]}""")]
    [InlineData("""{"files":[{"path":"../a","bytes":1,"sha256":"H"}]}""")]
    [InlineData("""{"files":[{"path":"unet/../../a","bytes":1,"sha256":"H"}]}""")]
    [InlineData("""{"files":[{"path":"/etc/passwd","bytes":1,"sha256":"H"}]}""")]
    [InlineData("""{"files":[{"path":"unet//a","bytes":1,"sha256":"H"}]}""")]
    [InlineData("""{"files":[{"path":"a\u0000b","bytes":1,"sha256":"H"}]}""")]
    [InlineData("""{"files":[{"path":"a","bytes":1,"sha256":"H"},{"path":"a","bytes":1,"sha256":"H"}]}""")]
    public void A_broken_list_or_a_path_that_leaves_the_folder_is_refused_by_the_models_name(string json) =>
        Should.Throw<ModelFolderException>(() => ModelFiles.Parse(Encoding.UTF8.GetBytes(json.Replace("\"H\"", $"\"{Hash}\"", StringComparison.Ordinal)), "sd-2.1"))
            .Message.ShouldContain("'sd-2.1'");

    [Theory]
    [InlineData("sd-2.1", true)]
    [InlineData("SDXL_turbo.fp16", true)]
    [InlineData("", false)]
    [InlineData(".hidden", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("..", false)]
    public void Names_are_one_part_of_a_key(string name, bool possible) => ModelFiles.IsName(name).ShouldBe(possible);

    [Fact]
    public void Names_end_at_a_hundred_letters()
    {
        ModelFiles.IsName(new string('a', 100)).ShouldBeTrue();
        ModelFiles.IsName(new string('a', 101)).ShouldBeFalse();
    }
}
