namespace Nights.Tests.Diffusion.Fixtures;

public sealed class BrokenFolderTests
{
    public static TheoryData<string> Names => [.. BrokenFolder.All.Select(broken => broken.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_folder_that_cannot_be_used_is_refused_with_the_reason(string name)
    {
        var broken = BrokenFolder.All.Single(broken => broken.Name == name);
        using var folder = new FixtureFolder(broken.Dialect);
        broken.Break(folder);

        var refusal = Should.Throw<Exception>(() => folder.Open().Dispose());

        refusal.GetType().Name.ShouldBeOneOf("ModelFolderException", "SchedulerConfigException");
        foreach (var word in broken.Words)
            refusal.Message.ShouldContain(word, Case.Sensitive);
    }
}
